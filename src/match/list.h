/* list.h -- engines, in the order in which they see evidence. To add one: NAME.c and a row. */
ENGINE(value)
ENGINE(pattern)
ENGINE(yara)
