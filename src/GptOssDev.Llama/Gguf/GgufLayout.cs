using System.Globalization;

namespace GptOssDev.Llama.Gguf;

/// <summary>Bytes of one layer: its experts, which can be placed apart, and the rest.</summary>
public readonly record struct GgufLayerBytes(long Experts, long Rest)
{
    public long Total => Experts + Rest;
}

/// <summary>
/// How a model's bytes are spread over what a loader can place, and the sizes that its memory of past tokens and its buffers
/// follow from.
/// </summary>
/// <param name="InputBytes">The token embedding, which the native loader always keeps on the CPU.</param>
/// <param name="OutputBytes">What makes logits of the last layer's output.</param>
public sealed record GgufLayout(
    IReadOnlyList<GgufLayerBytes> Layers,
    long InputBytes,
    long OutputBytes,
    int Vocabulary,
    int Embedding,
    int FeedForward,
    int Heads,
    int KvHeads,
    int HeadLength,
    int ExpertsUsed
)
{
    private const string LayerPrefix = "blk.";

    public long TotalBytes => InputBytes + OutputBytes + Layers.Sum(layer => layer.Total);

    internal static GgufLayout Of(GptOssShape shape, IReadOnlyList<GgufTensor> tensors)
    {
        var layers = new GgufLayerBytes[shape.Layers];
        var (input, output, vocabulary) = (0L, 0L, 0L);
        foreach (var tensor in tensors)
        {
            if (LayerOf(tensor.Name) is { } layer)
            {
                layers[layer] = tensor.Name.Contains("_exps.", StringComparison.Ordinal)
                    ? layers[layer] with
                    {
                        Experts = layers[layer].Experts + tensor.Bytes,
                    }
                    : layers[layer] with
                    {
                        Rest = layers[layer].Rest + tensor.Bytes,
                    };
            }
            else if (tensor.Name.StartsWith("token_embd.", StringComparison.Ordinal))
            {
                input += tensor.Bytes;
                vocabulary = tensor.Shape.D1;
            }
            else
            {
                output += tensor.Bytes;
            }
        }

        return new GgufLayout(
            layers,
            input,
            output,
            (int)vocabulary,
            shape.Embedding,
            shape.FeedForward,
            shape.Heads,
            shape.KvHeads,
            shape.HeadLength,
            shape.ExpertsUsed
        );
    }

    private static int? LayerOf(string name) =>
        name.StartsWith(LayerPrefix, StringComparison.Ordinal)
        && name.IndexOf('.', LayerPrefix.Length) is > 0 and var end
        && int.TryParse(
            name.AsSpan(LayerPrefix.Length, end - LayerPrefix.Length),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var layer
        )
            ? layer
            : null;
}
