using System.Text;
using GptOssDev.Harmony;

namespace GptOssDev.Tests.Unit.Inference.Constraints;

/// <summary>A vocabulary of the 256 bytes, of given texts, and of control tokens behind them.</summary>
internal sealed class ListedTokenizer : ITokenizer
{
    private static readonly string[] _controls =
    [
        ControlText.Start,
        ControlText.End,
        ControlText.Message,
        ControlText.Channel,
        ControlText.Constrain,
        ControlText.Return,
        ControlText.Call,
        ControlText.EndOfText,
    ];

    private readonly List<byte[]> _texts;

    public ListedTokenizer(params IEnumerable<byte[]> texts) =>
        _texts = [.. Enumerable.Range(0, 256).Select(b => new[] { (byte)b }), .. texts];

    public int Count => _texts.Count + _controls.Length;

    public int EndOfText => Count - 1;

    public static ListedTokenizer Of(params IEnumerable<string> texts) => new(texts.Select(Encoding.UTF8.GetBytes));

    public int[] Encode(string text) => [.. Encoding.UTF8.GetBytes(text).Select(b => (int)b)];

    public bool TryGetControlToken(string text, out int id)
    {
        var index = Array.IndexOf(_controls, text);
        id = _texts.Count + index;
        return index >= 0;
    }

    public bool TryGetBytes(int id, out ReadOnlyMemory<byte> bytes)
    {
        bytes =
            id < _texts.Count ? _texts[id]
            : IsControl(id) ? Encoding.UTF8.GetBytes(_controls[id - _texts.Count])
            : ReadOnlyMemory<byte>.Empty;
        return id >= 0 && id < Count;
    }

    public bool IsControl(int id) => id >= _texts.Count && id < Count;
}
