/* swap.h -- two things of one type change places. */
#ifndef BASE_SWAP_H
#define BASE_SWAP_H

#define SWAP(a, b)				\
	do {					\
		__typeof__(a) was_ = (a);	\
		(a) = (b);			\
		(b) = was_;			\
	} while (0)

#endif
