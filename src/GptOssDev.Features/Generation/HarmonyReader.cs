using GptOssDev.Harmony;
using GptOssDev.Harmony.Parsing;
using GptOssDev.Harmony.Recovery;

namespace GptOssDev.Features.Generation;

/// <summary>
/// Reads harmony messages. The end of a final message ends the answer: a small model may begin a second one.
/// </summary>
internal sealed class HarmonyReader(ITokenizer tokenizer, ParserStart start) : IAnswerReader
{
    private readonly HarmonyParser _parser = new(tokenizer, new ParserOptions { Start = start });

    // No tools are offered here, so a call is text for nobody.
    private readonly AnswerAssembler _assembler = new([]);

    public bool IsComplete => _assembler.IsFinalComplete;

    public IReadOnlyList<AnswerPart> Feed(int token) => Read(_parser.Feed(token));

    public IReadOnlyList<AnswerPart> End() => Read(_parser.End());

    private List<AnswerPart> Read(IReadOnlyList<HarmonyEvent> events)
    {
        var parts = new List<AnswerPart>();
        foreach (var item in events)
        {
            if (_assembler.IsFinalComplete)
            {
                break;
            }
            var delta = _assembler.Apply(item);
            if (delta.Reasoning.Length > 0)
            {
                parts.Add(new AnswerPart(AnswerChannel.Reasoning, delta.Reasoning));
            }
            if (delta.Content.Length > 0)
            {
                parts.Add(new AnswerPart(AnswerChannel.Answer, delta.Content));
            }
        }
        return parts;
    }
}
