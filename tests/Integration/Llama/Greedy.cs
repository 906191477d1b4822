using GptOssDev.Llama;
using Xunit;

namespace GptOssDev.Tests.Integration.Llama;

/// <summary>A plain loop of decodes, taking the highest score each time.</summary>
internal static class Greedy
{
    internal static ContextOptions Options =>
        new()
        {
            ContextTokens = 256,
            BatchTokens = 64,
            MicroBatchTokens = 64,
            MaxSequences = 4,
            Threads = 1,
            BatchThreads = 1,
        };

    internal static DecodeStatus Prompt(
        LlamaContext context,
        LlamaBatch batch,
        ReadOnlySpan<int> tokens,
        int sequence,
        int from = 0
    )
    {
        batch.Clear();
        for (var i = 0; i < tokens.Length; i++)
        {
            batch.Add(tokens[i], from + i, sequence, logits: i == tokens.Length - 1);
        }

        return context.Decode(batch);
    }

    /// <summary>Continues after a prompt whose last logits are still there.</summary>
    internal static List<int> Continue(LlamaContext context, LlamaBatch batch, int position, int sequence, int count)
    {
        var output = new List<int>();
        for (var i = 0; i < count; i++)
        {
            var next = Best(context.Logits(batch.Count - 1));
            output.Add(next);
            Assert.Equal(DecodeStatus.Ok, Prompt(context, batch, [next], sequence, position + i));
        }

        return output;
    }

    internal static int Best(ReadOnlySpan<float> logits)
    {
        var best = 0;
        for (var i = 1; i < logits.Length; i++)
        {
            best = logits[i] > logits[best] ? i : best;
        }

        return best;
    }
}
