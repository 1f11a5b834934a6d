/// Why reading could not be tried: a matter for whoever runs the installation, not for whoever sent the file.
public enum ReadingFault: Error, Equatable {
    /// A program that reading needs is not installed (`pdftotext`: Debian package poppler-utils).
    case programMissing(String)
    /// The reading process gave no answer that could be understood; with what it wrote to standard error.
    case noAnswer(String)
}
