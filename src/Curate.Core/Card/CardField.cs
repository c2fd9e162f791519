namespace Curate.Core.Card;

/// <summary>A part of a data card that only people can write.</summary>
/// <param name="Name">Its name in files and options.</param>
/// <param name="Title">Its heading.</param>
/// <param name="Question">What to write.</param>
public sealed record CardField(string Name, string Title, string Question)
{
    /// <summary>All of them, in the order of the card.</summary>
    public static IReadOnlyList<CardField> All { get; } =
    [
        new("purpose", "Purpose", "Why was the dataset made, by whom and for whom?"),
        new("collection", "Collection", "Where do the rows come from, how and when were they gathered, and who is in them?"),
        new("annotation", "Annotation", "Who set the labels, by which rules, and how well do annotators agree?"),
        new("preparation", "Preparation", "Why were rows filtered, sampled or changed as the provenance shows? Which other settings were tried?"),
        new("intended-use", "Intended use", "What is the dataset good for?"),
        new("unsuitable-use", "Unsuitable use", "What must it not be used for?"),
        new("sensitive-data", "Personal and sensitive data", "Does it hold personal or sensitive data, and what was done about it?"),
        new("biases", "Biases", "Who or what is over-represented, missing or labelled worse, and where do group columns come from?"),
        new("limitations", "Limitations", "What is known to be wrong or missing?"),
        new("licence", "Licence", "Under which licence is it passed on, and who decided so?"),
        new("maintenance", "Maintenance and contact", "Who answers questions, and how are errors reported and mended?"),
        new("citation", "Citation", "How should it be cited?"),
    ];
}
