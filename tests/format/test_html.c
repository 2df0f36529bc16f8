/* test_html.c */
#include "test.h"
