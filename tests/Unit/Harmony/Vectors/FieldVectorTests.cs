using GptOssDev.Harmony;
using GptOssDev.Harmony.Parsing;
using Xunit;

namespace GptOssDev.Tests.Unit.Harmony.Vectors;

public sealed class FieldVectorTests
{
    private const int RandomRuns = 50;

    public static TheoryData<string> Files => VectorFolder.Rows("field");

    [Theory]
    [MemberData(nameof(Files))]
    public void Malformed_tokens_recover_as_recommended(string file)
    {
        var vector = VectorFolder.Read(file);
        var input = vector.GetProperty("input");
        var answer = TokenRun.Answer(input.Ids("tokens"), input.OfferedTools());
        VectorData.AssertAnswer(vector.GetProperty("recommended"), answer);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Malformed_text_cut_anywhere_recovers_as_recommended(string file)
    {
        var vector = VectorFolder.Read(file);
        var input = vector.GetProperty("input");
        if (input.Text("text") is not { } text)
        {
            return;
        }
        for (var seed = -1; seed < RandomRuns; seed++)
        {
            var answer = TokenRun.Answer(text, input.OfferedTools(), seed < 0 ? null : new Random(seed));
            VectorData.AssertAnswer(vector.GetProperty("recommended"), answer);
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Malformed_tokens_in_reference_modes_do_what_the_reference_does(string file)
    {
        var vector = VectorFolder.Read(file);
        var ids = vector.GetProperty("input").Ids("tokens");
        foreach (var (mode, name) in Modes)
        {
            if (vector.Get("reference_library")?.Get(name) is not { } expect)
            {
                continue;
            }
            var collector = new EventCollector();
            var options = new ParserOptions { Mode = mode };
            if (expect.Text("error") is { } error)
            {
                var failure = Assert.Throws<HarmonyException>(() =>
                    TokenRun.Collect(ids, options, end: true, into: collector)
                );
                Assert.Contains(error, failure.Message, StringComparison.Ordinal);
                Assert.Equal(expect.Messages("messages_before_error"), collector.Messages);
                continue;
            }
            TokenRun.Collect(ids, options, end: true, into: collector);
            Assert.Equal(expect.Messages("messages"), collector.Messages);
        }
    }

    private static (ParserMode Mode, string Name)[] Modes =>
        [(ParserMode.Strict, "strict"), (ParserMode.LibraryLenient, "non_strict")];
}
