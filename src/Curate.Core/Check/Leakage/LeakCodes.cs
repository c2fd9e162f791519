namespace Curate.Core.Check.Leakage;

/// <summary>What <c>split-leakage</c> can find.</summary>
internal static class LeakCodes
{
    public static CheckCode Rows { get; } = new("leaked-rows", Severity.Error, "Rows of one part stand in another part")
    {
        Why = "A model that has seen a test row is graded on memory: the score says nothing of rows that it has not seen.",
        Formula = "Rows of the checked part whose key (--key, else all columns that the parts share, id and split column aside) occurs in the other part, over its rows; raised above --tolerance.",
        Advice = "Remove them from the part that learns: dedupe --method exact --across, with the test file as the second dataset.",
        Option = "tolerance",
    };

    public static CheckCode NearRows { get; } = new("leaked-near-rows", Severity.Error, "Texts of one part are nearly texts of another part")
    {
        Why = "A copy with a few words changed is still a copy: the model has seen the answer.",
        Formula = "Texts (--text) with a text of the other part whose 5-word shingles have a Jaccard similarity of --near-threshold or more, over the rows of the checked part; raised above --tolerance.",
        Advice = "Remove them from the part that learns: dedupe --method near --across, with the test file as the second dataset.",
        Option = "near-threshold",
    };

    public static CheckCode Groups { get; } = new("leaked-groups", Severity.Error, "Groups stand in more than one part")
    {
        Why = "Rows of one person, page or device are alike: with some of them in training the score is that of known groups, not of new ones.",
        Formula = "Rows of the checked part whose --group value occurs in the other part, over its rows; raised above --tolerance.",
        Advice = "Split by group: split --method group --group COL.",
        Option = "tolerance",
    };

    public static CheckCode Future { get; } = new("leaked-future", Severity.Error, "Rows are not later than the rows that the model learns from")
    {
        Why = "In use a model predicts what comes after its training rows; a test among them tells it what was to come.",
        Formula = "Rows of the checked part whose --time is at or before the latest time of the part that learns, over its rows with a time; raised above --tolerance.",
        Advice = "Split by time: split --method time --time COL, with --gap where values take time to settle.",
        Option = "tolerance",
    };

    public static CheckCode Parents { get; } = new("leaked-parents", Severity.Error, "Made-up rows and the rows that they were made from stand in different parts")
    {
        Why = "A row between two test rows shows them to the model.",
        Formula = "Rows of the checked part that share a value of --id or --parent with a row of the other part, over its rows; raised above --tolerance.",
        Advice = "Split before making rows up, or split by group with the parent as the group.",
        Option = "tolerance",
    };

    public static CheckCode KeyColumn { get; } = new("shared-key-column", Severity.Warning, "A column names rows, and two parts have its values in common")
    {
        Why = "A value that belongs to one row or one person and stands in two parts says that the same thing is in both, under other columns.",
        Formula = "A column of which 90% of values or more occur once in their part, with a share of common values whose 95% interval lies above twice the share of repeated values in the other part plus 1%, and that copies of whole rows do not explain.",
        Advice = "If it names things, pass it as --group to count them all and split by it; if its numbers start again in every file, it is no key and this can be ignored.",
    };
}
