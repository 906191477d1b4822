using GptOssDev.Harmony.Tools;
using Xunit;

namespace GptOssDev.Tests.Unit.Harmony;

public sealed class FunctionNamesTests
{
    [Theory]
    [InlineData("read_file", "read_file")]
    [InlineData("read file", "read_file")]
    [InlineData("a-b.c", "a_b_c")]
    [InlineData("2nd", "_2nd")]
    [InlineData("naïve!", "nave")]
    [InlineData("日本", "unnamed")]
    [InlineData("", "unnamed")]
    public void Name_becomes_an_identifier_and_comes_back(string name, string identifier)
    {
        var names = new FunctionNames([name]);
        Assert.Equal(identifier, names.ForModel(name));
        Assert.Equal(name, names.ForCaller(identifier));
    }

    [Fact]
    public void Names_that_would_be_equal_are_told_apart()
    {
        string[] all = ["a.b", "a_b", "a b", "a-b", "a_b_2", "a.b"];
        var names = new FunctionNames(all);
        Assert.Equal(5, names.Identifiers.Count);
        Assert.All(all, name => Assert.Equal(name, names.ForCaller(names.ForModel(name)!)));
        Assert.Equal("a_b", names.ForModel("a.b"));
        Assert.Equal("a_b_2", names.ForModel("a_b"));
    }

    [Fact]
    public void Unknown_name_is_not_mapped()
    {
        var names = new FunctionNames(["f"]);
        Assert.Null(names.ForModel("g"));
        Assert.Null(names.ForCaller("g"));
        Assert.Equal("functions.f", FunctionNames.Address("f"));
    }
}
