using GptOssDev.Grammar;
using Xunit;

namespace GptOssDev.Tests.Unit.Inference;

/// <summary>Allows nothing but one token of the fake model.</summary>
internal sealed class OneTokenConstraint : ITokenConstraint
{
    private readonly TokenMask _mask = new(FakeRunner.Vocabulary);

    public OneTokenConstraint(int token) => _mask.Add(token);

    public TokenMask Allowed() => _mask;

    public void Accept(int token) => Assert.True(_mask[token]);
}
