using System.Text.Json;
using GptOssDev.Harmony;
using GptOssDev.Harmony.Parsing;
using Xunit;

namespace GptOssDev.Tests.Unit.Harmony.Vectors;

public sealed class ParseVectorTests
{
    private const int RandomRuns = 20;

    public static TheoryData<string> Files => VectorFolder.Rows("parse");

    [Theory]
    [MemberData(nameof(Files))]
    public void Tokens_parsed_equal_the_reference(string file)
    {
        var vector = VectorFolder.Read(file);
        foreach (var (mode, name) in Modes)
        {
            Check(vector, mode, name, null);
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Tokens_drained_in_random_chunks_equal_the_reference(string file)
    {
        var vector = VectorFolder.Read(file);
        foreach (var (mode, name) in Modes)
        {
            for (var seed = 0; seed < RandomRuns; seed++)
            {
                Check(vector, mode, name, new Random(seed));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Tokens_drained_in_random_chunks_recover_to_the_same_answer(string file)
    {
        var vector = VectorFolder.Read(file);
        var input = vector.GetProperty("input");
        var whole = TokenRun.Collect(input.Ids("tokens"), Options(input, ParserMode.Recovering), true);
        for (var seed = 0; seed < RandomRuns; seed++)
        {
            var ids = input.Ids("tokens");
            var chunked = TokenRun.Collect(ids, Options(input, ParserMode.Recovering), true, new Random(seed));
            Assert.Equal(whole.Messages, chunked.Messages);
        }
        Assert.False(whole.IsOpen);
        // What the strict reference accepts needs no mending, so it must come out the same here.
        var strict = vector.GetProperty("expect").GetProperty("strict");
        if (strict.Get("error_contains") is null && whole.Repairs.Count == 0)
        {
            Assert.Equal(strict.Messages("messages"), whole.Messages);
        }
    }

    private static (ParserMode Mode, string Name)[] Modes =>
        [(ParserMode.Strict, "strict"), (ParserMode.LibraryLenient, "non_strict")];

    private static ParserOptions Options(JsonElement input, ParserMode mode) =>
        new() { Start = input.Start(), Mode = mode };

    private static void Check(JsonElement vector, ParserMode mode, string name, Random? random)
    {
        var input = vector.GetProperty("input");
        if (vector.GetProperty("expect").Get(name) is not { } expect)
        {
            return;
        }
        var ids = input.Ids("tokens");
        var end = input.Flag("end_of_stream_signalled");
        if (expect.Text("error_contains") is { } error)
        {
            var failure = Assert.Throws<HarmonyException>(() =>
                TokenRun.Collect(ids, Options(input, mode), end, random)
            );
            Assert.Contains(error, failure.Message, StringComparison.Ordinal);
            return;
        }
        var collector = TokenRun.Collect(ids, Options(input, mode), end, random);
        Assert.Equal(expect.Messages("messages"), collector.Messages);
    }
}
