/*
 * classify_neon.c -- bytes to bitmaps on 64-bit ARM: the classes of 16 bytes are
 * two look-ups in 64 entries each, and masks are added up from single bits.
 */
#include <arm_neon.h>

#include "match/kernel_name.h"

struct table {
	uint8x16x4_t low, high;
};

static inline struct table table_of(const uint8_t *classes)
{
	return (struct table){ vld1q_u8_x4(classes), vld1q_u8_x4(classes + 64) };
}

/* What is outside of both tables has no class. */
static inline uint8x16_t look_up(const struct table *t, uint8x16_t x)
{
	return vorrq_u8(vqtbl4q_u8(t->low, x), vqtbl4q_u8(t->high, vsubq_u8(x, vdupq_n_u8(64))));
}

/* One bit per byte of 64 that has any of `bits`. */
static inline uint64_t mask_of(const uint8x16_t x[4], uint8_t bits)
{
	static const uint8_t place[16] = {
		1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128,
	};
	uint8x16_t at = vld1q_u8(place), all = vdupq_n_u8(bits), low, high;

	low = vpaddq_u8(vandq_u8(vtstq_u8(x[0], all), at), vandq_u8(vtstq_u8(x[1], all), at));
	high = vpaddq_u8(vandq_u8(vtstq_u8(x[2], all), at), vandq_u8(vtstq_u8(x[3], all), at));
	low = vpaddq_u8(low, high);
	return vgetq_lane_u64(vreinterpretq_u64_u8(vpaddq_u8(low, low)), 0);
}

static inline uint32_t classes_in(uint8x16_t seen)
{
	uint64x2_t x = vreinterpretq_u64_u8(seen);
	uint64_t all = vgetq_lane_u64(x, 0) | vgetq_lane_u64(x, 1);

	all |= all >> 32;
	all |= all >> 16;
	return (uint32_t)(all | all >> 8) & 0xff;
}

uint32_t KERNEL(classify)(struct lane *l, const unsigned char *text, size_t at, size_t words)
{
	const struct table one = table_of(class_first), two = table_of(class_second);
	uint8x16_t seen_first = vdupq_n_u8(0), seen_second = seen_first;
	uint64_t highs = 0;

	for (size_t k = at; k < at + words; k++, text += 64) {
		uint8x16_t x[4], first[4], second[4];

		for (unsigned i = 0; i < 4; i++) {
			x[i] = vld1q_u8(text + 16 * i);
			first[i] = look_up(&one, x[i]);
			second[i] = look_up(&two, x[i]);
			seen_first = vorrq_u8(seen_first, first[i]);
			seen_second = vorrq_u8(seen_second, second[i]);
		}
		for (unsigned c = 0; c < 8; c++) {
			l->bit[c][LANE_BEFORE + k] = mask_of(first, (uint8_t)(1 << c));
			l->bit[8 + c][LANE_BEFORE + k] = mask_of(second, (uint8_t)(1 << c));
		}
		highs |= l->bit[BIT_HIGH][LANE_BEFORE + k] = mask_of(x, 0x80);
	}
	return classes_in(seen_first) | classes_in(seen_second) << 8 |
	       (uint32_t)(highs != 0) << BIT_HIGH;
}
