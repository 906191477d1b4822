using GptOssDev.Harmony;
using GptOssDev.Harmony.Parsing;
using GptOssDev.Harmony.Recovery;

namespace GptOssDev.Tests.Unit.Harmony;

/// <summary>Feeds a whole stream to a parser, with a consumer that drains at once or after random stretches.</summary>
internal static class TokenRun
{
    public static EventCollector Collect(
        IReadOnlyList<int> ids,
        ParserOptions options,
        bool end,
        Random? random = null,
        ITokenizer? tokenizer = null,
        EventCollector? into = null
    )
    {
        var collector = into ?? new EventCollector();
        var parser = new HarmonyParser(tokenizer ?? O200kHarmonyTokenizer.Instance, options);
        var waiting = new List<HarmonyEvent>();
        var untilDrain = random?.Next(1, 8) ?? 1;
        foreach (var id in ids)
        {
            waiting.AddRange(parser.Feed(id));
            if (--untilDrain > 0)
            {
                continue;
            }
            untilDrain = random?.Next(1, 8) ?? 1;
            collector.Add(waiting);
            waiting.Clear();
        }
        if (end)
        {
            waiting.AddRange(parser.End());
        }
        collector.Add(waiting);
        return collector;
    }

    public static HarmonyAnswer Answer(
        IReadOnlyList<int> ids,
        IReadOnlyCollection<string>? tools,
        ITokenizer? tokenizer = null,
        ParserStart? start = null
    )
    {
        var options = new ParserOptions { KnownTools = tools, Start = start ?? ParserStart.AssistantHeader };
        var parser = new HarmonyParser(tokenizer ?? O200kHarmonyTokenizer.Instance, options);
        var assembler = new AnswerAssembler(tools);
        foreach (var e in ids.SelectMany(id => parser.Feed(id)).Concat(AtEnd(() => parser.End())))
        {
            assembler.Apply(e);
        }
        return assembler.Answer;
    }

    public static HarmonyAnswer Answer(string text, IReadOnlyCollection<string>? tools, Random? random = null)
    {
        var parser = new HarmonyTextParser(new ParserOptions { KnownTools = tools });
        var assembler = new AnswerAssembler(tools);
        foreach (var e in Cut(text, random).SelectMany(parser.Feed).Concat(AtEnd(() => parser.End())))
        {
            assembler.Apply(e);
        }
        return assembler.Answer;
    }

    /// <summary>Cuts text into random pieces; whole when no source of chance is given.</summary>
    public static IEnumerable<string> Cut(string text, Random? random)
    {
        for (var at = 0; at < text.Length; )
        {
            var length = random is null ? text.Length : Math.Min(random.Next(1, 9), text.Length - at);
            yield return text.Substring(at, length);
            at += length;
        }
    }

    // The end must not be signalled before the last token has been fed.
    private static IEnumerable<HarmonyEvent> AtEnd(Func<IReadOnlyList<HarmonyEvent>> end)
    {
        foreach (var e in end())
        {
            yield return e;
        }
    }
}
