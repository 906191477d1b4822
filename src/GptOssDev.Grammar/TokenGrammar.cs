using GptOssDev.Grammar.Automata;
using GptOssDev.Grammar.Patterns;
using GptOssDev.Grammar.Vocabulary;

namespace GptOssDev.Grammar;

/// <summary>
/// A pattern compiled for one model's vocabulary, with what was found out about its states so far. Generations share it: its
/// members take a lock, which is held for the time of one mask at most. Bounded in memory.
/// </summary>
public sealed class TokenGrammar
{
    private const int MaskBytes = 16 << 20;

    private readonly Lock _gate = new();
    private readonly GrammarProgram _program;
    private readonly TokenVocabulary _vocabulary;
    private readonly StateSpace _space;
    private readonly MaskBuilder _builder;
    private readonly int _mostMasks;

    // Those that hold a mask, the one used last at the end.
    private readonly LinkedList<GrammarState> _masked = [];
    private readonly Dictionary<GrammarState, LinkedListNode<GrammarState>> _maskedNodes = [];

    private TokenGrammar(GrammarProgram program, TokenVocabulary vocabulary, IReadOnlyCollection<int> endTokens)
    {
        _program = program;
        _vocabulary = vocabulary;
        _space = new StateSpace(program);
        _builder = new MaskBuilder(program, _space, vocabulary, endTokens);
        _mostMasks = Math.Max(16, MaskBytes / Math.Max(1, vocabulary.Count / 8));
        EndTokens = endTokens;
        AtEnd = new TokenMask(vocabulary.Count);
        AtEnd.Add([.. endTokens]);
    }

    /// <summary>Ids that may follow a whole text: they end the generation.</summary>
    internal IReadOnlyCollection<int> EndTokens { get; }

    /// <summary>The end tokens as a mask.</summary>
    internal TokenMask AtEnd { get; }

    internal GrammarState First => _space.Start;

    /// <param name="endTokens">Ids that end the generation, allowed where the text may end; at least one.</param>
    /// <exception cref="GrammarException">
    /// No text matches, the pattern is too large, or the vocabulary has no token for a byte that the pattern may need.
    /// </exception>
    public static TokenGrammar Compile(Pattern pattern, TokenVocabulary vocabulary, IReadOnlyCollection<int> endTokens)
    {
        ArgumentOutOfRangeException.ThrowIfZero(endTokens.Count);
        var program = PatternCompiler.Compile(pattern);
        foreach (var range in program.BytesRead())
        {
            for (int value = range.First; value <= range.Last; value++)
            {
                if (!vocabulary.Spells((byte)value))
                {
                    throw new GrammarException(
                        $"the model's vocabulary has no token for the byte 0x{value:X2}: its output cannot be constrained"
                    );
                }
            }
        }

        return new TokenGrammar(program, vocabulary, endTokens);
    }

    /// <summary>A constraint for one generation, at the start of the text.</summary>
    public ITokenConstraint Start() => new GrammarConstraint(this);

    internal TokenMask Allowed(GrammarState state)
    {
        lock (_gate)
        {
            var normal = _space.Normalized(state, _vocabulary.Trie.MaxDepth);
            if (normal.Mask is not { } mask)
            {
                mask = _builder.Build(normal);
                Keep(normal, mask);
            }
            else if (_maskedNodes.TryGetValue(normal, out var node))
            {
                _masked.Remove(node);
                _masked.AddLast(node);
            }

            return mask;
        }
    }

    /// <summary>The state after a token; null when the token is not allowed.</summary>
    internal GrammarState? Step(GrammarState state, int token)
    {
        lock (_gate)
        {
            if (_program.InputOfToken(token) is { } input)
            {
                state = _space.StepInput(state, input);
                return state.IsDead ? null : state;
            }

            var text = _vocabulary.TextOf(token);
            foreach (var value in text)
            {
                state = _space.Step(state, value);
            }

            return text.IsEmpty || state.IsDead ? null : state;
        }
    }

    private void Keep(GrammarState state, TokenMask mask)
    {
        state.Mask = mask;
        if (_maskedNodes.Remove(state, out var before))
        {
            _masked.Remove(before);
        }

        _maskedNodes.Add(state, _masked.AddLast(state));
        if (_masked.Count > _mostMasks && _masked.First is { } oldest)
        {
            oldest.Value.Mask = null;
            _maskedNodes.Remove(oldest.Value);
            _masked.RemoveFirst();
        }
    }
}
