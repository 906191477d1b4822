using System.Text;
using GptOssDev.Harmony;

namespace GptOssDev.Features.Generation;

/// <summary>Reads a continuation without any format: all of it is the answer. A control token ends it.</summary>
internal sealed class PlainReader(ITokenizer tokenizer) : IAnswerReader
{
    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();

    public bool IsComplete { get; private set; }

    public IReadOnlyList<AnswerPart> Feed(int token)
    {
        if (IsComplete || tokenizer.IsControl(token) || !tokenizer.TryGetBytes(token, out var bytes))
        {
            IsComplete = true;
            return [];
        }
        return Decode(bytes.Span, flush: false);
    }

    public IReadOnlyList<AnswerPart> End() => Decode([], flush: true);

    private AnswerPart[] Decode(ReadOnlySpan<byte> bytes, bool flush)
    {
        var buffer = new char[_decoder.GetCharCount(bytes, flush)];
        var count = _decoder.GetChars(bytes, buffer, flush);
        return count == 0 ? [] : [new AnswerPart(AnswerChannel.Answer, new string(buffer, 0, count))];
    }
}
