#include <libxml/xmlversion.h>
// Debian builds libxml2 with ICU, whose types clash with those that Foundation brings. Nothing used here has them.
#undef LIBXML_ICU_ENABLED
#include <libxml/HTMLparser.h>
#include <libxml/parser.h>
