using GptOssDev.Grammar.Patterns;
using GptOssDev.Grammar.Vocabulary;

namespace GptOssDev.Grammar.Automata;

/// <summary>
/// Finds the tokens that a state allows. A token is allowed when it is from one of the state's places, so each place adds its
/// own: those inside a run of characters from tables of the vocabulary (<see cref="RunTokens"/>), those inside a rule from what
/// was found once for the rule (<see cref="RuleTokens"/>). Only tokens that reach beyond are read against what lies around. One
/// thread at a time.
/// </summary>
internal sealed class MaskBuilder(
    GrammarProgram program,
    StateSpace space,
    TokenVocabulary vocabulary,
    IReadOnlyCollection<int> endTokens
)
{
    private readonly TokenTrie _trie = vocabulary.Trie;
    private readonly GrammarState[] _walk = new GrammarState[vocabulary.Trie.MaxDepth + 1];

    /// <summary>A new mask of the tokens allowed next.</summary>
    public TokenMask Build(GrammarState state)
    {
        var mask = new TokenMask(vocabulary.Count);
        if (state.IsComplete)
        {
            mask.Add([.. endTokens]);
        }

        var places = state.Places.AsSpan();
        while (!places.IsEmpty)
        {
            var stack = places[0].Stack;
            var end = 1;
            while (end < places.Length && places[end].Stack == stack)
            {
                end++;
            }

            AddUnder(stack, places[..end], mask);
            places = places[end..];
        }

        return mask;
    }

    /// <summary>Adds the tokens of places under the same open rules.</summary>
    private void AddUnder(Frame? stack, ReadOnlySpan<Place> places, TokenMask mask)
    {
        var others = new List<Place>();
        foreach (var place in places)
        {
            switch (program.Nodes[place.Node])
            {
                case TokenNode token:
                    mask.Add(program.Tokens[token.Symbol]);
                    break;
                case RunNode run:
                    AddRun(place, run, mask);
                    break;
                default:
                    others.Add(place);
                    break;
            }
        }

        if (others.Count > 0)
        {
            AddRule(stack, [.. others], mask);
        }
    }

    private void AddRule(Frame? stack, Place[] places, TokenMask mask)
    {
        var alone = space.WithoutStack(places);
        var tokens = alone.Tokens ??= TokensInside(alone);
        mask.Add(tokens.Inside);
        if (stack is null || tokens.Ends.Length == 0)
        {
            return;
        }

        var behind = space.Behind(stack);
        foreach (var node in tokens.Ends)
        {
            AddBelow(node, behind, mask);
        }
    }

    private RuleTokens TokensInside(GrammarState alone)
    {
        var inside = new List<int>();
        var ends = new List<int>();
        _walk[0] = alone;
        for (var node = 1; node < _trie.Labels.Length; )
        {
            var depth = _trie.Depths[node];
            var state = space.Step(_walk[depth - 1], _trie.Labels[node]);
            if (state.IsDead)
            {
                node = _trie.Ends[node];
                continue;
            }

            _walk[depth] = state;
            inside.AddRange(_trie.TokensAt(node));
            if (state.IsComplete)
            {
                ends.Add(node);
            }

            node++;
        }

        return new RuleTokens([.. inside], [.. ends]);
    }

    private void AddRun(Place place, RunNode run, TokenMask mask)
    {
        var behind = space.Behind(place, run);
        if (IsAmbiguous(run.Unit.Machine, behind))
        {
            AddBelow(TokenTrie.Root, space.Of([place]), mask);
            return;
        }

        var tokens = vocabulary.RunTokensOf(run.Unit, place.Inner);
        var left = run.Max is { } max ? max - place.Count : int.MaxValue;
        mask.UnionWith(tokens.MaskUpTo(left));
        for (var value = 0; value < 256; value++)
        {
            var exits = tokens.ExitsBy((byte)value);
            if (exits.Count == 0 || space.Step(behind, (byte)value) is not { IsDead: false } outside)
            {
                continue;
            }

            foreach (var exit in exits)
            {
                if (place.Count + exit.Completed >= run.Min && exit.Completed <= left)
                {
                    mask.Add(_trie.TokensAt(exit.Node));
                    AddBelow(exit.Node, outside, mask);
                }
            }
        }
    }

    /// <summary>Whether a byte could both go on with the run and leave it, so that tables alone cannot tell.</summary>
    private bool IsAmbiguous(CharMachine machine, GrammarState behind)
    {
        for (var value = 0; value < 256; value++)
        {
            if (
                machine.Next(CharMachine.Boundary, (byte)value) != CharMachine.Dead
                && !space.Step(behind, (byte)value).IsDead
            )
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Adds the tokens below a node of the trie whose rest can be read from a state.</summary>
    private void AddBelow(int root, GrammarState from, TokenMask mask)
    {
        var end = root == TokenTrie.Root ? _trie.Labels.Length : _trie.Ends[root];
        _walk[_trie.Depths[root]] = from;
        for (var node = root + 1; node < end; )
        {
            var depth = _trie.Depths[node];
            var state = space.Step(_walk[depth - 1], _trie.Labels[node]);
            if (state.IsDead)
            {
                node = _trie.Ends[node];
                continue;
            }

            _walk[depth] = state;
            mask.Add(_trie.TokensAt(node));
            node++;
        }
    }
}
