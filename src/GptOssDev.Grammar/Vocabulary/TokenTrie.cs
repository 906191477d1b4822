namespace GptOssDev.Grammar.Vocabulary;

/// <summary>
/// The texts of a vocabulary's tokens as a trie over bytes, laid out depth first in flat arrays: a walk is a loop, and a
/// subtree that cannot match is left by one jump. Node 0 is the root. Immutable.
/// </summary>
internal sealed class TokenTrie
{
    public const int Root = 0;

    private readonly List<byte> _labels = [0];
    private readonly List<int> _depths = [0];
    private readonly List<int> _ends = [0];
    private readonly List<int> _firstTokens = [0];
    private readonly int[] _tokens;

    /// <param name="tokens">Ids with their texts, none of them empty; several ids may share a text.</param>
    public TokenTrie(IEnumerable<(int Id, ReadOnlyMemory<byte> Bytes)> tokens)
    {
        var sorted = tokens.ToArray();
        Array.Sort(sorted, (a, b) => a.Bytes.Span.SequenceCompareTo(b.Bytes.Span));
        _tokens = [.. sorted.Select(t => t.Id)];
        var open = new List<int> { Root };
        var text = ReadOnlyMemory<byte>.Empty;
        for (var i = 0; i < sorted.Length; i++)
        {
            var bytes = sorted[i].Bytes;
            Close(open, text.Span.CommonPrefixLength(bytes.Span));
            for (var depth = open.Count - 1; depth < bytes.Length; depth++)
            {
                open.Add(_labels.Count);
                _labels.Add(bytes.Span[depth]);
                _depths.Add(depth + 1);
                _ends.Add(0);
                // Tokens of this very text begin here: those with shorter texts are sorted before.
                _firstTokens.Add(i);
            }

            text = bytes;
        }

        Close(open, -1);
        _firstTokens.Add(sorted.Length);
        (Labels, Depths, Ends, FirstTokens) = ([.. _labels], [.. _depths], [.. _ends], [.. _firstTokens]);
    }

    /// <summary>The byte that leads to a node.</summary>
    public byte[] Labels { get; }

    /// <summary>How many bytes lead to a node from the root.</summary>
    public int[] Depths { get; }

    /// <summary>The node that follows a node's subtree.</summary>
    public int[] Ends { get; }

    /// <summary>Where a node's tokens begin; they end where the next node's begin.</summary>
    private int[] FirstTokens { get; }

    public int MaxDepth => Depths.Max();

    /// <summary>The tokens whose text leads to this node.</summary>
    public ReadOnlySpan<int> TokensAt(int node) => _tokens.AsSpan(FirstTokens[node]..FirstTokens[node + 1]);

    private void Close(List<int> open, int depth)
    {
        for (var i = open.Count - 1; i > depth; i--)
        {
            _ends[open[i]] = _labels.Count;
            open.RemoveAt(i);
        }
    }
}
