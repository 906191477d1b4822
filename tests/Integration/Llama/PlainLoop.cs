using GptOssDev.Llama;
using Xunit;

namespace GptOssDev.Tests.Integration.Llama;

/// <summary>Greedy decoding with nothing but the binding, a fresh context for each prompt: the reference of engine tests.</summary>
internal static class PlainLoop
{
    private const float Rounding = 1e-2f;

    private delegate int? NextToken(ReadOnlySpan<float> logits);

    /// <summary>Prompts of up to 59 bytes each, the same each time.</summary>
    public static List<int[]> RandomPrompts(int count)
    {
        var random = new Random(20);
        return
        [
            .. Enumerable
                .Range(0, count)
                .Select(_ => Enumerable.Range(0, random.Next(1, 60)).Select(_ => random.Next(256)).ToArray()),
        ];
    }

    public static int[] Tokens(LlamaModel model, int[] prompt, int count)
    {
        var tokens = new List<int>();
        Decode(
            model,
            prompt,
            logits =>
            {
                tokens.Add(Greedy.Best(logits));
                return tokens.Count < count ? tokens[^1] : null;
            }
        );
        return [.. tokens];
    }

    /// <summary>
    /// Each token of the answer is the best one after those before it. Other requests change the shape of the batches and so
    /// the rounding: a token may lie as far below the best as that moves a logit.
    /// </summary>
    public static void AssertGreedy(LlamaModel model, int[] prompt, int[] answer)
    {
        var at = 0;
        Decode(
            model,
            prompt,
            logits =>
            {
                Assert.InRange(logits[answer[at]], logits[Greedy.Best(logits)] - Rounding, float.MaxValue);
                return ++at < answer.Length ? answer[at - 1] : null;
            }
        );
    }

    private static void Decode(LlamaModel model, int[] prompt, NextToken next)
    {
        using var context = LlamaContext.Create(
            model,
            new ContextOptions
            {
                ContextTokens = 1024,
                Threads = 1,
                BatchThreads = 1,
            }
        );
        using var batch = new LlamaBatch(model.Library, context.BatchTokens);
        for (var i = 0; i < prompt.Length; i++)
        {
            batch.Add(prompt[i], i, 0, logits: i == prompt.Length - 1);
        }

        var position = prompt.Length;
        Assert.Equal(DecodeStatus.Ok, context.Decode(batch));
        while (next(context.Logits(batch.Count - 1)) is { } token)
        {
            batch.Clear();
            batch.Add(token, position++, 0, logits: true);
            Assert.Equal(DecodeStatus.Ok, context.Decode(batch));
        }
    }
}
