namespace Curate.Core.Errors;

/// <summary>A failure that is the user's to solve. The message says what is wrong and where; <see cref="Hint"/> which option helps.</summary>
public sealed class CurateException(ErrorCode code, string message, string? hint = null, Exception? inner = null)
    : Exception(message, inner)
{
    public ErrorCode Code { get; } = code;

    /// <summary>What to type next, or null.</summary>
    public string? Hint { get; } = hint;
}
