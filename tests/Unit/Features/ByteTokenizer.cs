using System.Text;
using GptOssDev.Harmony;

namespace GptOssDev.Tests.Unit.Features;

/// <summary>A vocabulary of the 256 bytes and the control tokens: every text has one reading, and tokens are easy to count.</summary>
internal sealed class ByteTokenizer : ITokenizer
{
    public static readonly string[] Controls =
    [
        "<|start|>",
        "<|end|>",
        "<|message|>",
        "<|channel|>",
        "<|constrain|>",
        "<|return|>",
        "<|call|>",
        "<|endoftext|>",
        "<|fim_prefix|>",
        "<|fim_suffix|>",
        "<|fim_middle|>",
        "<|repo_name|>",
        "<|file_sep|>",
    ];

    public static int IdOf(string control) => 256 + Array.IndexOf(Controls, control);

    public int Count => 256 + Controls.Length;

    public int[] Encode(string text) => [.. Encoding.UTF8.GetBytes(text).Select(b => (int)b)];

    public bool TryGetControlToken(string text, out int id)
    {
        id = IdOf(text);
        return id >= 256;
    }

    public bool TryGetBytes(int id, out ReadOnlyMemory<byte> bytes)
    {
        bytes =
            id is >= 0 and < 256 ? new[] { (byte)id }
            : IsControl(id) ? Encoding.UTF8.GetBytes(Controls[id - 256])
            : ReadOnlyMemory<byte>.Empty;
        return bytes.Length > 0;
    }

    public bool IsControl(int id) => id >= 256 && id < 256 + Controls.Length;

    /// <summary>Reads control tokens where their spelling stands: how a script writes what a model wrote.</summary>
    public static int[] Script(string text)
    {
        var ids = new List<int>();
        for (var at = 0; at < text.Length; )
        {
            var control = Controls.FirstOrDefault(c => string.CompareOrdinal(text, at, c, 0, c.Length) == 0);
            if (control is not null)
            {
                ids.Add(IdOf(control));
                at += control.Length;
                continue;
            }
            var length = char.IsHighSurrogate(text[at]) ? 2 : 1;
            ids.AddRange(Encoding.UTF8.GetBytes(text.Substring(at, length)).Select(b => (int)b));
            at += length;
        }
        return [.. ids];
    }

    /// <summary>The text of ids with control tokens marked, so that one in user text would show.</summary>
    public static string Show(IEnumerable<int> ids)
    {
        var text = new StringBuilder();
        var bytes = new List<byte>();
        foreach (var id in ids)
        {
            if (id < 256)
            {
                bytes.Add((byte)id);
                continue;
            }
            text.Append(Encoding.UTF8.GetString([.. bytes])).Append('«').Append(Controls[id - 256][2..^2]).Append('»');
            bytes.Clear();
        }
        return text.Append(Encoding.UTF8.GetString([.. bytes])).ToString();
    }
}
