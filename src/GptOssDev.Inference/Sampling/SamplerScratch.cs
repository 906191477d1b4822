namespace GptOssDev.Inference.Sampling;

/// <summary>
/// The working memory of every <see cref="TokenSampler"/> of one engine: a few arrays of the vocabulary's length, kept
/// because a token must not cost an allocation and shared because a megabyte a sequence would be wasted. Its content means
/// nothing between two calls. Used by the engine's thread alone; makes its arrays at the first token, so that whoever
/// creates it pays nothing.
/// </summary>
internal sealed class SamplerScratch
{
    private float[] _values = [];
    private float[] _cleaned = [];
    private int[] _ids = [];
    private double[] _blockSums = [];

    /// <summary>Finds the smallest weights worth keeping.</summary>
    public WeightSelection Selection { get; } = new();

    /// <summary>One block of <see cref="Softmax"/>.</summary>
    public float[] Block { get; } = new float[Softmax.BlockLength];

    public Span<float> Values(int length) => Sized(ref _values, length);

    /// <summary>Beside <see cref="Values"/>, for a row that has to be mended first.</summary>
    public Span<float> Cleaned(int length) => Sized(ref _cleaned, length);

    public Span<int> Ids(int length) => Sized(ref _ids, length);

    /// <summary>One sum for each block of a row of <paramref name="length"/> values.</summary>
    public Span<double> BlockSums(int length) => Sized(ref _blockSums, Softmax.Blocks(length));

    private static Span<T> Sized<T>(ref T[] array, int length)
    {
        if (array.Length < length)
        {
            array = new T[length];
        }

        return array.AsSpan(0, length);
    }
}
