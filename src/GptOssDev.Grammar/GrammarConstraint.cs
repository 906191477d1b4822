using GptOssDev.Grammar.Automata;

namespace GptOssDev.Grammar;

/// <summary>One generation's way through a grammar.</summary>
internal sealed class GrammarConstraint(TokenGrammar grammar) : ITokenConstraint
{
    private GrammarState _state = grammar.First;
    private bool _ended;

    public TokenMask Allowed() => _ended ? grammar.AtEnd : grammar.Allowed(_state);

    /// <exception cref="ArgumentException">The token is not allowed here.</exception>
    public void Accept(int token)
    {
        if (!_ended && grammar.Step(_state, token) is { } after)
        {
            _state = after;
            // Nothing can follow: only an end is left.
            _ended = after.Places.Length == 0;
            return;
        }

        if (!grammar.EndTokens.Contains(token) || !(_ended || _state.IsComplete))
        {
            throw new ArgumentException($"The token {token} is not allowed here.", nameof(token));
        }

        _ended = true;
    }
}
