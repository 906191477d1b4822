using GptOssDev.Harmony;

namespace GptOssDev.Features.Generation;

/// <summary>
/// Reads harmony messages. The end of a final message ends the answer: a small model may begin a second one.
/// </summary>
internal sealed class HarmonyReader(ITokenizer tokenizer, ParserStart start) : IAnswerReader
{
    private readonly HarmonyParser parser = new(tokenizer, new ParserOptions { Start = start });

    // No tools are offered here, so a call is text for nobody.
    private readonly AnswerAssembler assembler = new([]);

    public bool IsComplete => assembler.IsFinalComplete;

    public IReadOnlyList<AnswerPart> Feed(int token) => Read(parser.Feed(token));

    public IReadOnlyList<AnswerPart> End() => Read(parser.End());

    private List<AnswerPart> Read(IReadOnlyList<HarmonyEvent> events)
    {
        var parts = new List<AnswerPart>();
        foreach (var item in events)
        {
            if (assembler.IsFinalComplete)
            {
                break;
            }
            var delta = assembler.Apply(item);
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
