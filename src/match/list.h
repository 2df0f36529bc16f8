/* list.h -- every engine, in the order in which it is shown the evidence. To add one: NAME.c, a row. */
ENGINE(value)
