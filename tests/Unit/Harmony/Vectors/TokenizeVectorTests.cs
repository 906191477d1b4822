using Xunit;

namespace GptOssDev.Tests.Unit.Harmony.Vectors;

/// <summary>The tests' own tokenizer must be right before anything measured with it can be.</summary>
public sealed class TokenizeVectorTests
{
    public static TheoryData<string> Files => VectorFolder.Rows("tokenize");

    [Theory]
    [MemberData(nameof(Files))]
    public void Text_and_tokens_convert_as_the_encoding_says(string file)
    {
        var tokenizer = O200kHarmonyTokenizer.Instance;
        foreach (var test in VectorFolder.Read(file).Items("cases"))
        {
            if (test.Text("text") is { } text)
            {
                var ids = test.Text("special") == "all" ? tokenizer.EncodeWithSpecials(text) : tokenizer.Encode(text);
                Assert.Equal(test.Ids("tokens"), ids);
            }
            if (test.Get("decode") is not null)
            {
                // An error is a null, and an error case names no text.
                Assert.Equal(test.Text("text_out"), tokenizer.Decode(test.Ids("decode")));
            }
            if (test.Get("is_special") is { } id)
            {
                Assert.Equal(test.Flag("value"), tokenizer.IsControl(id.GetInt32()));
            }
        }
    }
}
