namespace Curate.Core.Where;

/// <summary>What a piece of an expression is.</summary>
internal enum WhereTokenKind
{
    End,
    /// <summary>A bare word: a keyword or a column name, by where it stands.</summary>
    Word,
    /// <summary>A name in double quotes or backticks; never a keyword.</summary>
    QuotedName,
    Text,
    Number,
    /// <summary>An operator, a parenthesis or a comma.</summary>
    Sign,
}

/// <summary>A piece of an expression.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Its meaning: quotes removed.</param>
/// <param name="At">Where it starts.</param>
internal readonly record struct WhereToken(WhereTokenKind Kind, string Text, int At)
{
    public bool Is(string keyword) => Kind == WhereTokenKind.Word && Text.Equals(keyword, StringComparison.OrdinalIgnoreCase);

    public bool IsSign(string sign) => Kind == WhereTokenKind.Sign && Text == sign;
}
