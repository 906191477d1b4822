using GptOssDev.Features.Generation;

namespace GptOssDev.Features.Completion.Context;

/// <summary>The fragments of one prompt in the order of <see cref="ContextKind"/>. Immutable.</summary>
internal sealed record PackedContext(IReadOnlyList<ContextFragment> Fragments)
{
    public static PackedContext Empty { get; } = new([]);

    public static PackedContext Of(IEnumerable<ContextFragment> fragments) =>
        new([.. fragments.OrderBy(f => f.Kind).ThenBy(f => f.Title, StringComparer.Ordinal)]);

    /// <summary>The fragments that fit, cut at line borders; one of which nothing fits is left out.</summary>
    public PackedContext Bounded(TokenBudget budget, int maxTokens)
    {
        // A fragment shorter than this says nothing.
        const int MinTokens = 8;
        var kept = new List<ContextFragment>();
        var left = maxTokens;
        foreach (var fragment in Fragments)
        {
            left -= budget.Count(fragment.Title);
            if (left < MinTokens)
            {
                break;
            }
            var text = budget.Head(fragment.Text, left);
            left -= budget.Count(text);
            kept.Add(fragment with { Text = text });
        }
        return new PackedContext(kept);
    }
}
