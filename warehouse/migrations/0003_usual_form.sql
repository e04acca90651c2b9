-- The name of one thing where documents differ: of histogram(form), the form that most of them use, of several the
-- longest, then the first in the alphabet; NULL where there is none.
CREATE MACRO store.usual_form(votes) AS
    list_sort(list_transform(
        map_entries(votes),
        lambda vote: {'votes': -vote.value::BIGINT, 'size': -length(vote.key), 'form': vote.key}
    ))[1].form;

-- What documents make of one thing: of histogram(classification), the usual form; "other" says only that nothing better
-- was known in a document, so anything beats it.
CREATE MACRO store.usual_classification(votes) AS
    store.usual_form(map_from_entries(list_filter(
        map_entries(votes), lambda vote: vote.key <> 'other' OR cardinality(votes) = 1
    )));
