using System.Collections.Concurrent;
using GptOssDev.Grammar.Patterns;

namespace GptOssDev.Grammar.Vocabulary;

/// <summary>
/// What the tokens of a vocabulary do inside a run of characters, whatever surrounds it: which stay inside and how many
/// characters they take, and where others leave it. The same for every run of the unit, so a constraint's mask is put together
/// from it instead of from the whole vocabulary. The idea of splitting tokens into those that depend on the context and those
/// that do not is XGrammar's (Dong et al., 2024). Immutable to its users; any thread.
/// </summary>
internal sealed class RunTokens
{
    private readonly int _count;
    private readonly List<List<int>> _byNeed = [];
    private readonly ConcurrentDictionary<int, TokenMask> _masks = [];
    private readonly List<RunExit>?[] _exits = new List<RunExit>?[256];

    private RunTokens(int count) => _count = count;

    /// <summary>Walks the vocabulary from a state of the machine on.</summary>
    public static RunTokens Of(TokenTrie trie, int count, CharMachine machine, int state)
    {
        var found = new RunTokens(count);
        var states = new int[trie.MaxDepth + 1];
        var completed = new int[trie.MaxDepth + 1];
        states[0] = state;
        for (var node = 1; node < trie.Labels.Length; )
        {
            var depth = trie.Depths[node];
            var (before, done) = (states[depth - 1], completed[depth - 1]);
            var after = machine.Next(before, trie.Labels[node]);
            if (after == CharMachine.Dead)
            {
                if (before == CharMachine.Boundary)
                {
                    (found._exits[trie.Labels[node]] ??= []).Add(new RunExit(node, done));
                }

                node = trie.Ends[node];
                continue;
            }

            states[depth] = after;
            completed[depth] = after == CharMachine.Boundary ? done + 1 : done;
            // A character that is only begun counts too: the run must have room for it.
            found.Add(trie.TokensAt(node), done + 1);
            node++;
        }

        return found;
    }

    /// <summary>The tokens that stay inside the run when so many characters may still be begun; the mask is shared.</summary>
    public TokenMask MaskUpTo(int characters) =>
        _masks.GetOrAdd(
            Math.Min(characters, _byNeed.Count),
            most =>
            {
                var mask = new TokenMask(_count);
                foreach (var tokens in _byNeed.Take(most))
                {
                    tokens.ForEach(mask.Add);
                }

                return mask;
            }
        );

    /// <summary>
    /// Where tokens leave the run by a byte that begins no character of it: between characters, having completed some.
    /// </summary>
    public IReadOnlyList<RunExit> ExitsBy(byte value) => _exits[value] ?? [];

    private void Add(ReadOnlySpan<int> tokens, int need)
    {
        while (_byNeed.Count < need)
        {
            _byNeed.Add([]);
        }

        foreach (var id in tokens)
        {
            _byNeed[need - 1].Add(id);
        }
    }
}

/// <param name="Node">The node of the trie behind the byte that left the run.</param>
/// <param name="Completed">Characters that the run gained before it.</param>
internal readonly record struct RunExit(int Node, int Completed);
