using GptOssDev.Grammar;
using GptOssDev.Grammar.Harmony;
using GptOssDev.Grammar.Patterns;
using GptOssDev.Harmony;
using GptOssDev.Inference;

namespace GptOssDev.Features.Generation;

/// <summary>What the text of an answer must match. The messages around it are well-formed harmony in any case. Immutable.</summary>
/// <param name="Name">Tells shapes apart: the grammar made of one is kept with the model under it.</param>
/// <param name="Body">Makes the pattern; null allows any text.</param>
internal sealed record AnswerFormat(string Name, Func<Pattern>? Body)
{
    public static AnswerFormat Free { get; } = new("free", null);

    /// <summary>The constraint of one answer to a conversation, from the assistant's header on; no calls, since no tools are offered.</summary>
    public ITokenConstraint ConstraintFor(IModelSession session)
    {
        var tokens = HarmonyTokens.From(session.Tokenizer);
        return session
            .Vocabulary.Grammars.Get(
                $"answer: {Name}",
                () => HarmonyPattern.Of(tokens, new HarmonyRules([], Body?.Invoke()), HarmonyOpening.Role),
                tokens.StopTokens
            )
            .Start();
    }
}
