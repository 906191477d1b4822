using GptOssDev.Cli.Input;
using Xunit;

namespace GptOssDev.Tests.Unit.Cli;

public sealed class ModelArgumentTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gptoss-model-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("gpt-oss-nano")]
    [InlineData("")]
    public void Name_stays_a_name(string name) => Assert.Equal(name, ModelArgument.Whole(name, _folder));

    [Theory]
    [InlineData("gone.gguf")]
    [InlineData("models/gone")]
    [InlineData("./gone")]
    public void Path_is_made_whole_even_when_nothing_is_there(string path) =>
        Assert.Equal(Path.GetFullPath(path, _folder), ModelArgument.Whole(path, _folder));

    [Fact]
    public void File_beside_the_user_is_a_path()
    {
        var file = Path.Join(_folder, "mine");
        File.WriteAllText(file, "");
        Assert.Equal(file, ModelArgument.Whole("mine", _folder));
    }
}
