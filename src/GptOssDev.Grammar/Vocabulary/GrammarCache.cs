using GptOssDev.Grammar.Patterns;

namespace GptOssDev.Grammar.Vocabulary;

/// <summary>
/// The grammars that requests to one model share, by a name that says all about the pattern. Those not asked for the longest go
/// first. Any thread; a grammar is compiled under the lock, so two requests never compile the same one.
/// </summary>
public sealed class GrammarCache
{
    private const int Most = 32;

    private readonly TokenVocabulary _vocabulary;
    private readonly Lock _gate = new();

    // The one used last stands at the end.
    private readonly List<(string Name, TokenGrammar Grammar)> _grammars = [];

    internal GrammarCache(TokenVocabulary vocabulary) => _vocabulary = vocabulary;

    /// <summary>The grammar of this name, compiled when it is not there.</summary>
    /// <exception cref="GrammarException">It cannot be compiled.</exception>
    public TokenGrammar Get(string name, Func<Pattern> pattern, IReadOnlyCollection<int> endTokens)
    {
        lock (_gate)
        {
            var at = _grammars.FindIndex(g => g.Name == name);
            var found = at >= 0 ? _grammars[at] : (name, TokenGrammar.Compile(pattern(), _vocabulary, endTokens));
            if (at >= 0)
            {
                _grammars.RemoveAt(at);
            }
            else if (_grammars.Count >= Most)
            {
                _grammars.RemoveAt(0);
            }

            _grammars.Add(found);
            return found.Item2;
        }
    }
}
