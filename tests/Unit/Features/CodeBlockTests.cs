using GptOssDev.Features.Prompts;
using GptOssDev.Features.Refactor;
using Xunit;

namespace GptOssDev.Tests.Unit.Features;

public sealed class CodeBlockTests
{
    [Theory]
    [InlineData("```csharp\nint x;\n```", "int x;")]
    [InlineData("Here it is:\n\n```cs\nint x;\n\nint y;\n```\nDone.", "int x;\n\nint y;")]
    [InlineData("```\r\nint x;\r\n```\r\n", "int x;")]
    [InlineData("````csharp\n/// ```\n/// x\n/// ```\nint x;\n````", "/// ```\n/// x\n/// ```\nint x;")]
    [InlineData("```csharp\n/// ```\nint x;\n```", "/// ```\nint x;")]
    [InlineData("```csharp\nint x;\n```\n```csharp\nint y;\n```", "int x;")]
    [InlineData("  ```csharp\nint x;\n  ```", "int x;")]
    public void Code_of_the_first_block_is_found(string answer, string expected) =>
        Assert.Equal(expected, CodeBlock.In(answer, SourceLanguage.CSharp));

    [Theory]
    [InlineData("string F() => @\"# Title\n```\ndotnet run\n```\nEnd\";")]
    [InlineData("string F() => $\"\"\"\n```csharp\nvar x = {1};\n```\n\"\"\";")]
    [InlineData("/* Use\n```\nit\n```\n*/\nint x;")]
    [InlineData("// one\u2028two\nint x; // \u0085")]
    public void Fence_inside_the_code_does_not_end_it(string code)
    {
        Assert.Equal(code, CodeBlock.In($"```csharp\n{code}\n```\nThat is all.\n", SourceLanguage.CSharp));
        Assert.Equal(code, CodeBlock.In($"~~~\n{code}\n~~~\n```\nint other;\n```", SourceLanguage.CSharp));
    }

    [Fact]
    public void Block_of_Markdown_holds_blocks_of_its_own()
    {
        const string text = "# Use\n\n```sh\nnpm start\n```\n\nThen:\n\n```sh\nnpm test\n```";

        Assert.Equal(text, CodeBlock.In($"```markdown\n{text}\n```\n", SourceLanguage.Of("README.md")));
    }

    [Fact]
    public void Answer_that_is_code_alone_is_taken() =>
        Assert.Equal("void F()\n{\n    G();\n}", CodeBlock.In("\nvoid F()\n{\n    G();\n}\n", SourceLanguage.CSharp));

    [Theory]
    [InlineData("```csharp\nvoid F()\n{\n    G();")]
    [InlineData("I cannot do that.")]
    [InlineData("Change it like this: use G();")]
    [InlineData("")]
    [InlineData("```")]
    public void Answer_without_whole_code_has_none(string answer) =>
        Assert.Null(CodeBlock.In(answer, SourceLanguage.CSharp));
}
