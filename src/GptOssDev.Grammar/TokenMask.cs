using System.Numerics;
using System.Numerics.Tensors;

namespace GptOssDev.Grammar;

/// <summary>A set of token ids of one vocabulary, a bit an id. Not thread-safe while it is changed.</summary>
public sealed class TokenMask
{
    private readonly ulong[] _words;

    /// <param name="count">Tokens of the vocabulary; ids are below it.</param>
    public TokenMask(int count)
    {
        Count = count;
        _words = new ulong[(count + 63) / 64];
    }

    /// <summary>Tokens of the vocabulary.</summary>
    public int Count { get; }

    /// <summary>The bits, lowest id first; those past <see cref="Count"/> are zero.</summary>
    public ReadOnlySpan<ulong> Words => _words;

    public bool this[int id] => (_words[id >> 6] >> (id & 63) & 1) != 0;

    /// <summary>Allowed tokens.</summary>
    public int Allowed
    {
        get
        {
            var allowed = 0;
            foreach (var word in _words)
            {
                allowed += BitOperations.PopCount(word);
            }

            return allowed;
        }
    }

    public void Add(int id) => _words[id >> 6] |= 1UL << (id & 63);

    public void Add(ReadOnlySpan<int> ids)
    {
        foreach (var id in ids)
        {
            Add(id);
        }
    }

    /// <summary>Adds what another mask of the same vocabulary holds.</summary>
    public void UnionWith(TokenMask other) => TensorPrimitives.BitwiseOr<ulong>(_words, other._words, _words);

    public void Clear() => Array.Clear(_words);
}
