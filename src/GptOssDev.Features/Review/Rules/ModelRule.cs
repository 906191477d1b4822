using System.Runtime.CompilerServices;
using GptOssDev.Features.Code;
using GptOssDev.Features.Generation;
using GptOssDev.Features.Review.Model;
using GptOssDev.Inference;

namespace GptOssDev.Features.Review.Rules;

/// <summary>Asks the model about each pending hunk.</summary>
internal sealed class ModelRule(IInferenceEngine engine) : IReviewRule
{
    private const int AnswerTokens = 400;
    private const int MaxHunks = 300;

    public string Name => "the model";

    public async IAsyncEnumerable<RuleFinding> RunAsync(
        ReviewTarget target,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        if (target.Pending.Count == 0)
        {
            yield break;
        }
        using var model = await GenerationSession.StartAsync(
            engine,
            target.Settings,
            RequestPriority.Review,
            target.Timer,
            cancellationToken
        );
        target.Notice = model.Notice;
        var maxTokens = model.MaxTokens(AnswerTokens);
        for (var asked = 0; target.Pending.TryPeek(out var hunk); asked++)
        {
            if (asked == MaxHunks || target.IsFull)
            {
                target.SkipPending(
                    $"more than {(target.IsFull ? "the findings" : $"{MaxHunks} pieces")} of one review"
                );
                yield break;
            }
            cancellationToken.ThrowIfCancellationRequested();
            target.Report($"{hunk.Path}:{hunk.Range}");
            var prompt = ReviewPrompt.Of(hunk, model.Effort);
            var answer = await model.AnswerAsync(
                prompt,
                FindingsSchema.Shape,
                maxTokens,
                onPart: null,
                cancellationToken
            );
            foreach (var claim in ModelFindingParser.Parse(answer.Answer))
            {
                if (ModelFindingReader.Read(claim, hunk) is { } finding)
                {
                    yield return new RuleFinding(finding, Flagged(hunk, finding.Lines));
                }
            }
            target.Pending.Dequeue();
        }
    }

    private static string Flagged(ReviewHunk hunk, LineRange lines) =>
        string.Join(
            '\n',
            hunk.Lines.Where(l => l.NewNumber >= lines.Start && l.NewNumber <= lines.End).Select(l => l.Text)
        );
}
