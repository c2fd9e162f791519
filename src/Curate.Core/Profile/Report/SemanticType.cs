namespace Curate.Core.Profile.Report;

/// <summary>What a column means, as its values tell.</summary>
public enum SemanticType
{
    /// <summary>No value at all.</summary>
    Empty,
    /// <summary>One value throughout.</summary>
    Constant,
    /// <summary>Yes or no.</summary>
    Flag,
    /// <summary>Few values that repeat.</summary>
    Category,
    /// <summary>Almost every value is different, and they look alike.</summary>
    Identifier,
    /// <summary>Words.</summary>
    FreeText,
    /// <summary>Whole numbers that count or rank.</summary>
    Count,
    /// <summary>Numbers that measure.</summary>
    Measure,
    /// <summary>Days or moments.</summary>
    Time,
    /// <summary>A list of numbers of one length.</summary>
    Vector,
    /// <summary>Objects or lists.</summary>
    Nested,
    /// <summary>Bytes.</summary>
    Binary,
}
