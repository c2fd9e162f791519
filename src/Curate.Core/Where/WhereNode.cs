namespace Curate.Core.Where;

internal enum WhereOperator
{
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

internal enum WhereLiteralKind
{
    Text,
    Number,
    Flag,
    Time,
}

/// <summary>A constant. Numbers keep their text, so that each column kind reads them without loss.</summary>
internal sealed record WhereLiteral(WhereLiteralKind Kind, string Text, int At);

/// <summary>A part of a parsed expression.</summary>
/// <param name="At">Where it stands in the text, for messages.</param>
internal abstract record WhereNode(int At)
{
    /// <summary>All of (<paramref name="IsAnd"/>) or any of the parts; chains are flat, so long ones need no depth.</summary>
    internal sealed record Group(bool IsAnd, IReadOnlyList<WhereNode> Parts, int At) : WhereNode(At);

    internal sealed record Not(WhereNode Inner, int At) : WhereNode(At);

    internal sealed record Constant(bool Value, int At) : WhereNode(At);

    /// <summary>A flag column as a condition.</summary>
    internal sealed record Bare(string Column, int At) : WhereNode(At);

    internal sealed record Compare(string Column, WhereOperator Operator, WhereLiteral Literal, int At) : WhereNode(At);

    internal sealed record CompareColumns(string Left, WhereOperator Operator, string Right, int At) : WhereNode(At);

    internal sealed record In(string Column, IReadOnlyList<WhereLiteral> Literals, bool Negated, int At) : WhereNode(At);

    internal sealed record IsNull(string Column, bool Negated, int At) : WhereNode(At);

    internal sealed record Like(string Column, string Pattern, bool IgnoreCase, bool Negated, int At) : WhereNode(At);
}
