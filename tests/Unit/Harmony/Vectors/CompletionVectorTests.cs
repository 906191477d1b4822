using Xunit;

namespace GptOssDev.Tests.Unit.Harmony.Vectors;

public sealed class CompletionVectorTests
{
    private const int RandomRuns = 50;

    public static TheoryData<string> Files => VectorFolder.Rows("completion");

    [Theory]
    [MemberData(nameof(Files))]
    public void Completion_tokens_give_the_answer(string file)
    {
        var vector = VectorFolder.Read(file);
        var input = vector.GetProperty("input");
        var answer = TokenRun.Answer(input.Ids("tokens"), input.OfferedTools());
        VectorData.AssertAnswer(vector.GetProperty("expect"), answer);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Completion_text_cut_anywhere_gives_the_answer(string file)
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
            VectorData.AssertAnswer(vector.GetProperty("expect"), answer);
        }
    }
}
