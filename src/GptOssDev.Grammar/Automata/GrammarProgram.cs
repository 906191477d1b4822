using System.Collections.Frozen;
using GptOssDev.Grammar.Patterns;

namespace GptOssDev.Grammar.Automata;

/// <summary>A compiled pattern: a nondeterministic machine over bytes and control tokens whose rules call each other. Immutable.</summary>
internal sealed class GrammarProgram
{
    /// <summary>The only end node.</summary>
    public const int End = 0;

    private readonly byte[] _classes = new byte[256];
    private readonly FrozenDictionary<int, int> _symbolOf;
    private readonly byte[] _representatives;

    public GrammarProgram(IReadOnlyList<GrammarNode> nodes, int start, IReadOnlyList<int> tokens)
    {
        Nodes = [.. nodes];
        Start = start;
        Tokens = tokens;
        _symbolOf = tokens.Select((id, symbol) => (id, symbol)).ToFrozenDictionary(p => p.id, p => p.symbol);
        _representatives = [.. Classify()];
    }

    public GrammarNode[] Nodes { get; }

    public int Start { get; }

    /// <summary>The control tokens it reads.</summary>
    public IReadOnlyList<int> Tokens { get; }

    /// <summary>What may be read: classes of bytes that no node tells apart, then control tokens.</summary>
    public int InputCount => _representatives.Length + Tokens.Count;

    /// <summary>The input that stands for a byte.</summary>
    public int InputOf(byte value) => _classes[value];

    /// <summary>The input that stands for a control token; null for one that is never read.</summary>
    public int? InputOfToken(int id) =>
        _symbolOf.TryGetValue(id, out var symbol) ? _representatives.Length + symbol : null;

    /// <summary>The symbol of an input that is a control token; negative for bytes.</summary>
    public int SymbolOf(int input) => input - _representatives.Length;

    /// <summary>A byte of the class that an input stands for.</summary>
    public byte ByteOf(int input) => _representatives[input];

    /// <summary>The bytes that some node reads.</summary>
    public IEnumerable<ByteRange> BytesRead() =>
        Nodes.SelectMany(node =>
            node switch
            {
                ByteNode bytes => bytes.Edges.Select(e => e.Bytes),
                RunNode run => run.Unit.Sequences.SelectMany(sequence => sequence),
                _ => [],
            }
        );

    /// <summary>Cuts the bytes wherever some node begins or ends a range, and returns the first byte of each class.</summary>
    private List<byte> Classify()
    {
        var cuts = new bool[257];
        foreach (var range in BytesRead())
        {
            cuts[range.First] = true;
            cuts[range.Last + 1] = true;
        }

        var firsts = new List<byte> { 0 };
        for (var value = 1; value < 256; value++)
        {
            if (cuts[value])
            {
                firsts.Add((byte)value);
            }

            _classes[value] = (byte)(firsts.Count - 1);
        }

        return firsts;
    }
}
