using System.Numerics;

namespace GptOssDev.Inference.Sampling;

/// <summary>
/// The random numbers of one generation: xoshiro256** (Blackman and Vigna, 2021), its state filled by SplitMix64. Our own
/// rather than the runtime's, whose seeded numbers have 31 bits and may change with it; a seed names the same numbers on
/// every machine. Not thread-safe.
/// </summary>
internal sealed class GenerationRandom
{
    private ulong _a;
    private ulong _b;
    private ulong _c;
    private ulong _d;

    /// <param name="seed">Null takes one from the operating system's entropy.</param>
    public GenerationRandom(int? seed)
    {
        var state = seed is { } given ? (ulong)given : (ulong)Random.Shared.NextInt64();
        _a = SplitMix(ref state);
        _b = SplitMix(ref state);
        _c = SplitMix(ref state);
        _d = SplitMix(ref state);
    }

    /// <summary>Uniform in [0, 1), in steps of 2^-53.</summary>
    public double NextDouble()
    {
        const double Step = 1.0 / (1UL << 53);
        var result = BitOperations.RotateLeft(_b * 5, 7) * 9;
        var shifted = _b << 17;
        _c ^= _a;
        _d ^= _b;
        _b ^= _c;
        _a ^= _d;
        _c ^= shifted;
        _d = BitOperations.RotateLeft(_d, 45);
        return (result >> 11) * Step;
    }

    private static ulong SplitMix(ref ulong state)
    {
        state += 0x9E3779B97F4A7C15;
        var mixed = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}
