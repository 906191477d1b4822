namespace GptOssDev.Grammar.Automata;

/// <summary>
/// What the tokens of a vocabulary do inside one rule, whichever rules lie around it: the same wherever the rule stands, so it is
/// found once.
/// </summary>
/// <param name="Inside">Tokens that the rule takes whole.</param>
/// <param name="Ends">Nodes of the trie at which the rule may have ended: what their longer tokens hold belongs to what follows.</param>
internal sealed record RuleTokens(int[] Inside, int[] Ends);
