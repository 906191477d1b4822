using System.Runtime.CompilerServices;
using GptOssDev.Grammar.Patterns;
using GptOssDev.Harmony;

namespace GptOssDev.Grammar.Vocabulary;

/// <summary>
/// The tokens of one loaded model as constraints see them: ordinary tokens by their bytes; control tokens only by their ids, so
/// that no text ever matches one. Made once for a model, kept as long as it, and shared: any thread.
/// </summary>
public sealed class TokenVocabulary
{
    private readonly ConditionalWeakTable<CharUnit, RunTokens?[]> _runs = [];
    private readonly Lock _runsGate = new();
    private readonly bool[] _single = new bool[256];

    private TokenVocabulary(ITokenizer tokenizer)
    {
        Tokenizer = tokenizer;
        Count = tokenizer.Count;
        var ordinary = new List<(int, ReadOnlyMemory<byte>)>(Count);
        for (var id = 0; id < Count; id++)
        {
            if (!tokenizer.IsControl(id) && tokenizer.TryGetBytes(id, out var bytes) && bytes.Length > 0)
            {
                ordinary.Add((id, bytes));
                if (bytes.Length == 1)
                {
                    _single[bytes.Span[0]] = true;
                }
            }
        }

        Trie = new TokenTrie(ordinary);
        Grammars = new GrammarCache(this);
    }

    /// <summary>Ids are below it.</summary>
    public int Count { get; }

    public ITokenizer Tokenizer { get; }

    /// <summary>Compiled constraints that requests share.</summary>
    public GrammarCache Grammars { get; }

    internal TokenTrie Trie { get; }

    /// <summary>Reads the tokens of a model. Takes a moment for a large vocabulary.</summary>
    public static TokenVocabulary Of(ITokenizer tokenizer) => new(tokenizer);

    /// <summary>The bytes of an ordinary token; none for a control token and for an id outside of the vocabulary.</summary>
    internal ReadOnlySpan<byte> TextOf(int id) =>
        !Tokenizer.IsControl(id) && Tokenizer.TryGetBytes(id, out var bytes) ? bytes.Span : [];

    /// <summary>Whether a token stands for this byte alone, so that any text with it can be written.</summary>
    internal bool Spells(byte value) => _single[value];

    /// <summary>What the tokens do inside a run of characters, from a state of the unit's machine on; made when first asked for.</summary>
    internal RunTokens RunTokensOf(CharUnit unit, int state)
    {
        lock (_runsGate)
        {
            var states = _runs.GetValue(unit, u => new RunTokens?[u.Machine.States]);
            return states[state] ??= RunTokens.Of(Trie, Count, unit.Machine, state);
        }
    }
}
