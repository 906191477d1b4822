using System.Text;
using GptOssDev.Harmony;

namespace GptOssDev.Tests.Unit.Harmony;

/// <summary>
/// A vocabulary of bytes and a few words. No ordinary token but the two single bytes holds a part of a marker, so what
/// <see cref="WordIds"/> and <see cref="BrokenBytes"/> spell can never look like a control token.
/// </summary>
internal sealed class TinyTokenizer : ITokenizer
{
    public const int FirstControl = 500;

    private static readonly string[] _allControls =
    [
        ControlText.Start,
        ControlText.End,
        ControlText.Message,
        ControlText.Channel,
        ControlText.Constrain,
        ControlText.Return,
        ControlText.Call,
        ControlText.EndOfText,
        "<|startoftext|>",
        "<|reserved|>",
    ];

    private static readonly string[] _words =
    [
        "assistant",
        "user",
        "system",
        "tool",
        "analysis",
        "commentary",
        "comment",
        "final",
        " to=",
        "to=",
        "functions.",
        "functions.f",
        "f",
        " json",
        "json",
        " code",
        "{\"a\":1}",
        "{",
        "}",
        "hello",
        " world",
        " ",
        "\n",
        "??",
        "––",
        "4",
        "💖",
        "container.exec",
    ];

    private readonly string[] _controls;

    public TinyTokenizer(params string[] missing)
    {
        _controls = [.. _allControls.Select(text => missing.Contains(text) ? $"<|absent_{text.Length}|>" : text)];
    }

    public static IReadOnlyList<int> WordIds { get; } = [.. Enumerable.Range(256, _words.Length)];

    public static IReadOnlyList<int> ControlIds { get; } = [.. Enumerable.Range(FirstControl, _allControls.Length)];

    public static IReadOnlyList<int> BrokenBytes { get; } = [0xF0, 0x9F, 0x92, 0x96, 0xC3, 0xA9, 0xFF, 0xE2, 0x80];

    public int Count => FirstControl + _controls.Length;

    public int[] Encode(string text) => [.. Encoding.UTF8.GetBytes(text).Select(b => (int)b)];

    /// <summary>Encodes text in which control tokens are spelled out and meant.</summary>
    public int[] EncodeMarkup(string text)
    {
        var ids = new List<int>();
        for (var at = 0; at < text.Length; )
        {
            var control = Array.FindIndex(_controls, c => string.CompareOrdinal(text, at, c, 0, c.Length) == 0);
            if (control >= 0)
            {
                ids.Add(FirstControl + control);
                at += _controls[control].Length;
                continue;
            }
            var length = char.IsHighSurrogate(text[at]) ? 2 : 1;
            ids.AddRange(Encode(text.Substring(at, length)));
            at += length;
        }
        return [.. ids];
    }

    public string Decode(IEnumerable<int> ids) =>
        Encoding.UTF8.GetString([
            .. ids.SelectMany(id =>
                TryGetBytes(id, out var bytes) ? bytes.ToArray() : throw new FormatException($"{id}")
            ),
        ]);

    public bool TryGetControlToken(string text, out int id)
    {
        var index = Array.IndexOf(_controls, text);
        id = FirstControl + index;
        return index >= 0;
    }

    public bool TryGetBytes(int id, out ReadOnlyMemory<byte> bytes)
    {
        var found = id switch
        {
            >= 0 and < 256 => [(byte)id],
            >= 256 when id < 256 + _words.Length => Encoding.UTF8.GetBytes(_words[id - 256]),
            _ when IsControl(id) => Encoding.UTF8.GetBytes(_controls[id - FirstControl]),
            _ => null,
        };
        bytes = found;
        return found is not null;
    }

    public bool IsControl(int id) => id >= FirstControl && id < FirstControl + _controls.Length;
}
