namespace GptOssDev.Tests.Bench.Window;

/// <summary>The shape of a model's KV cache, half of whose layers see a window only.</summary>
/// <param name="Layers">All layers; every other one is windowed.</param>
/// <param name="KvWidth">KV heads times the length of a head.</param>
internal sealed record KvShape(int Layers, int KvWidth, int Window)
{
    /// <summary>From its configuration file.</summary>
    public static KvShape GptOss20B { get; } = new(Layers: 24, KvWidth: 8 * 64, Window: 128);

    private const int Padding = 256;
    private const int BytesPerValue = 2;

    /// <summary>Mebibytes with room for every position in every layer, two bytes a value.</summary>
    public double Full(int contextTokens) => Mebibytes(Layers, contextTokens);

    /// <summary>Mebibytes with room for the window of each sequence and one batch in the windowed layers.</summary>
    public double Windowed(int contextTokens, int sequences, int batchTokens)
    {
        var cells = Math.Min(contextTokens, (Window * sequences) + batchTokens);
        var padded = (cells + Padding - 1) / Padding * Padding;
        return Mebibytes(Layers / 2, contextTokens) + Mebibytes(Layers / 2, padded);
    }

    /// <summary>Mebibytes of what the windowed layers hold of one sequence.</summary>
    public double Checkpoint() => Mebibytes(Layers / 2, Window);

    // Keys and values.
    private double Mebibytes(int layers, int cells) => 2.0 * layers * cells * KvWidth * BytesPerValue / (1 << 20);
}
