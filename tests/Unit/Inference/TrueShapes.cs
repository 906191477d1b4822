using GptOssDev.Llama.Gguf;

namespace GptOssDev.Tests.Unit.Inference;

/// <summary>
/// The layouts of the published gpt-oss models: experts in MXFP4, the other matrices in Q8_0, biases and norms in F32. Sizes
/// from the models' card (arXiv:2508.10925) and their configuration files.
/// </summary>
internal static class TrueShapes
{
    public const long Gibibyte = 1L << 30;

    private const int Embedding = 2880;
    private const int Heads = 64;
    private const int KvHeads = 8;
    private const int HeadLength = 64;
    private const int Vocabulary = 201_088;

    public static GgufLayout Small { get; } = Layout(layers: 24, experts: 32);

    public static GgufLayout Large { get; } = Layout(layers: 36, experts: 128);

    /// <summary>Numbers in all tensors.</summary>
    public static long Parameters(int layers, int experts) =>
        Tensors(layers, experts).Sum(tensor => tensor.Shape.Count);

    private static GgufLayout Layout(int layers, int experts) =>
        GgufLayout.Of(
            new GptOssShape(
                layers,
                Context: 131_072,
                Embedding,
                FeedForward: Embedding,
                Heads,
                KvHeads,
                HeadLength,
                SlidingWindow: 128,
                experts,
                ExpertsUsed: 4,
                WindowPattern: 2
            ),
            [.. Tensors(layers, experts)]
        );

    private static IEnumerable<GgufTensor> Tensors(int layers, int experts)
    {
        const int Queries = Heads * HeadLength;
        const int Keys = KvHeads * HeadLength;
        yield return Matrix("token_embd.weight", new(Embedding, Vocabulary));
        yield return Plain("output_norm.weight", new(Embedding));
        yield return Matrix("output.weight", new(Embedding, Vocabulary));
        for (var layer = 0; layer < layers; layer++)
        {
            var name = $"blk.{layer}.";
            yield return Plain(name + "attn_norm.weight", new(Embedding));
            yield return Plain(name + "post_attention_norm.weight", new(Embedding));
            yield return Matrix(name + "attn_q.weight", new(Embedding, Queries));
            yield return Plain(name + "attn_q.bias", new(Queries));
            yield return Matrix(name + "attn_k.weight", new(Embedding, Keys));
            yield return Plain(name + "attn_k.bias", new(Keys));
            yield return Matrix(name + "attn_v.weight", new(Embedding, Keys));
            yield return Plain(name + "attn_v.bias", new(Keys));
            yield return Matrix(name + "attn_output.weight", new(Queries, Embedding));
            yield return Plain(name + "attn_output.bias", new(Embedding));
            yield return Plain(name + "attn_sinks.weight", new(Heads));
            yield return Plain(name + "ffn_gate_inp.weight", new(Embedding, experts));
            yield return Plain(name + "ffn_gate_inp.bias", new(experts));
            foreach (var part in new[] { "gate", "up", "down" })
            {
                yield return Tensor($"{name}ffn_{part}_exps.weight", "MXFP4", new(Embedding, Embedding, experts));
                yield return Plain($"{name}ffn_{part}_exps.bias", new(Embedding, experts));
            }
        }
    }

    private static GgufTensor Matrix(string name, GgufShape shape) => Tensor(name, "Q8_0", shape);

    private static GgufTensor Plain(string name, GgufShape shape) => Tensor(name, "F32", shape);

    private static GgufTensor Tensor(string name, string type, GgufShape shape) =>
        new(name, GgufTensorType.All.Values.Single(t => t.Name == type), shape, 0);
}
