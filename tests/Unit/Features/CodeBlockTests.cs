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
        Assert.Equal(expected, CodeBlock.In(answer));

    [Fact]
    public void Answer_that_is_code_alone_is_taken() =>
        Assert.Equal("void F()\n{\n    G();\n}", CodeBlock.In("\nvoid F()\n{\n    G();\n}\n"));

    [Theory]
    [InlineData("```csharp\nvoid F()\n{\n    G();")]
    [InlineData("I cannot do that.")]
    [InlineData("Change it like this: use G();")]
    [InlineData("")]
    [InlineData("```")]
    public void Answer_without_whole_code_has_none(string answer) => Assert.Null(CodeBlock.In(answer));
}
