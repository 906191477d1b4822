using GptOssDev.Inference.Constraints.Automata;

namespace GptOssDev.Inference.Constraints;

/// <summary>One generation's way through a grammar.</summary>
internal sealed class GrammarConstraint(TokenGrammar grammar) : ITokenConstraint
{
    private GrammarState _state = grammar.First;
    private bool _ended;

    public TokenMask Allowed() => _ended ? grammar.AtEnd : grammar.Allowed(_state);

    /// <exception cref="ArgumentException">The token is not allowed here.</exception>
    public void Accept(int token)
    {
        var after = _ended ? null : grammar.Step(_state, token);
        if (after is { IsDead: false })
        {
            _state = after;
            _ended = after is { Places.Length: 0 };
            return;
        }

        if (!grammar.EndTokens.Contains(token) || !(_ended || _state.IsComplete))
        {
            throw new ArgumentException($"The token {token} is not allowed here.", nameof(token));
        }

        _ended = true;
    }
}
