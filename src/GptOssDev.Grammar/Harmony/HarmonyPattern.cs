using GptOssDev.Grammar.Patterns;
using GptOssDev.Harmony;
using GptOssDev.Harmony.Tools;

namespace GptOssDev.Grammar.Harmony;

/// <summary>
/// The texts of the harmony format from the assistant's header on: messages of analysis and preambles, then a final message or a
/// call. Headers are well-formed, recipients are functions that were offered, bodies hold no control token, and each message
/// ends as its kind does. Both places of a recipient and all content types that the models use are allowed. Pure.
/// </summary>
public sealed class HarmonyPattern
{
    // A model that writes one message after another before its answer must come to an end.
    private const int MostMessagesBefore = 8;

    private readonly HarmonyTokens _tokens;
    private readonly HarmonyRules _rules;
    private readonly Pattern _body = Pattern.Rule(Pattern.AnyText);

    private HarmonyPattern(HarmonyTokens tokens, HarmonyRules rules) => (_tokens, _rules) = (tokens, rules);

    /// <param name="opening">What the prompt ends with.</param>
    public static Pattern Of(HarmonyTokens tokens, HarmonyRules rules, HarmonyOpening opening) =>
        new HarmonyPattern(tokens, rules).From(opening);

    private Pattern From(HarmonyOpening opening)
    {
        var header = Pattern.Sequence(Token(_tokens.Start), Pattern.Text("assistant"));
        var rest = Pattern.Sequence(
            Pattern.Repeat(Pattern.Sequence(header, Before(HarmonyOpening.Role)), 0, MostMessagesBefore),
            header,
            Last(HarmonyOpening.Role)
        );
        return Pattern.Choice(Last(opening), Pattern.Sequence(Before(opening), rest));
    }

    /// <summary>A message behind which another one comes.</summary>
    private Pattern Before(HarmonyOpening opening) =>
        Pattern.Choice([
            .. new[] { Channels.Analysis, Channels.Commentary }.Select(channel =>
                Message(opening, channel, Pattern.Empty, _rules.Before ?? _body, _tokens.End)
            ),
        ]);

    /// <summary>The message that ends the answer.</summary>
    private Pattern Last(HarmonyOpening opening) =>
        Pattern.Choice([
            Message(opening, Channels.Final, FinalType(), _rules.Final ?? _body, _tokens.Return),
            .. _rules.Functions.SelectMany(function => Calls(opening, function)),
        ]);

    private IEnumerable<Pattern> Calls(HarmonyOpening opening, HarmonyFunction function)
    {
        if (opening.InBody)
        {
            yield break;
        }

        var to = Pattern.Text($" to={FunctionNames.Address(function.Name)}");
        var arguments = function.Arguments ?? _body;
        foreach (var channel in new[] { Channels.Commentary, Channels.Analysis })
        {
            var behind = Pattern.Sequence(to, ContentType());
            yield return Message(opening, channel, behind, arguments, _tokens.Call);
            if (opening.Channel is null)
            {
                yield return Pattern.Sequence(to, Message(opening, channel, ContentType(), arguments, _tokens.Call));
            }
        }
    }

    /// <summary>What is left to write of a message: nothing where the prompt has opened another channel.</summary>
    private Pattern Message(HarmonyOpening opening, string channel, Pattern behindChannel, Pattern body, int end)
    {
        if (opening.Channel is { } open && open != channel)
        {
            return Pattern.Nothing;
        }

        var name = Pattern.Sequence(Token(_tokens.Channel), Pattern.Text(channel));
        var toBody = Pattern.Sequence(behindChannel, Token(_tokens.Message));
        return Pattern.Sequence(
            opening.Channel is null ? name : Pattern.Empty,
            opening.InBody ? Pattern.Empty : toBody,
            body,
            Token(end)
        );
    }

    private Pattern FinalType() => _rules.Final is null ? Pattern.Empty : ContentType();

    private Pattern ContentType() =>
        Pattern.Choice(
            Pattern.Empty,
            Pattern.Text(" json"),
            Pattern.Text(" code"),
            Pattern.Sequence(Pattern.Optional(Pattern.Text(" ")), Token(_tokens.Constrain), Pattern.Text("json"))
        );

    private static Pattern Token(int id) => Pattern.Token(id);
}
