/* Compiled in front of llama.cpp's C++ files (-include), where its AMX kernels are built with GCC.
 *
 * GCC's `_tile_loadconfig` tells the compiler that it reads eight bytes of the 64-byte tile
 * configuration (GCC bug 114098, mended in 11.5, 12.4, 13.3 and 14). The optimizer then drops the
 * stores of the others, and `ldtilecfg` faults: every quantized model crashes in the AMX layout.
 * Debian 12 has GCC 12.2. This says what is read; where nothing is wrong it changes nothing.
 */
#if defined(__AMX_TILE__) && defined(__GNUC__) && !defined(__clang__)
#include <immintrin.h>

static inline void whole_tile_loadconfig(const void *config) {
    __asm__ volatile("ldtilecfg\t%X0" ::"m"(*(const char(*)[64])config));
}
#define _tile_loadconfig(config) whole_tile_loadconfig(config)
#endif
