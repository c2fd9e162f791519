namespace Curate.TestKit;

/// <summary>What a generated column holds; it decides how JSON Lines writes the values.</summary>
public enum ColumnSort
{
    /// <summary>A distinct text per row, such as <c>r0007</c>.</summary>
    Id,
    /// <summary>One of a few classes of unequal size.</summary>
    Label,
    /// <summary>One of several groups of about equal size.</summary>
    Group,
    /// <summary>Whole numbers, never missing.</summary>
    Whole,
    /// <summary>Numbers with a fraction; some are missing.</summary>
    Number,
    /// <summary>Words, with commas, quotes, line ends, characters beyond ASCII, empty texts; some are missing.</summary>
    Text,
    /// <summary>Calendar days such as <c>2024-02-29</c>.</summary>
    Date,
    /// <summary><c>true</c> or <c>false</c>.</summary>
    Flag,
}
