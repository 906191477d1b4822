using System.Diagnostics.CodeAnalysis;

namespace GptOssDev.Changes.Git;

/// <summary>Either git's answer or the reason why there is none.</summary>
public sealed record GitResult<T>
    where T : class
{
    internal GitResult(T? value, GitFailure? failure)
    {
        Value = value;
        Failure = failure;
    }

    public T? Value { get; }

    public GitFailure? Failure { get; }

    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Failure))]
    public bool Succeeded => Value is not null;
}
