/* pdf_filled.c - what was filled in and written onto a page of a PDF */
#include "pdf_filled.h"

#include "base/ceilings.h"

static void
add_choices(struct buf *b, PopplerFormField *field)
{
	g_autofree char *own = poppler_form_field_choice_get_text(field);
	int n = poppler_form_field_choice_get_n_items(field);

	if (own != NULL)
		buf_printf(b, " %s", own);
	for (int i = 0; own == NULL && i < n; i++) {
		g_autofree char *item =
		    poppler_form_field_choice_get_item(field, i);

		if (poppler_form_field_choice_is_item_selected(field, i))
			buf_printf(b, " %s", item);
	}
}

/* The field's value; nothing where it was left empty. */
static void
add_value(struct buf *b, PopplerFormField *field)
{
	PopplerFormFieldType type = poppler_form_field_get_field_type(field);
	g_autofree char *text = NULL;

	if (type == POPPLER_FORM_FIELD_TEXT) {
		text = poppler_form_field_text_get_text(field);
		if (text != NULL && text[0] != '\0')
			buf_printf(b, " %s", text);
	} else if (type == POPPLER_FORM_FIELD_CHOICE) {
		add_choices(b, field);
	} else if (type == POPPLER_FORM_FIELD_BUTTON) {
		if (poppler_form_field_button_get_button_type(field) !=
			POPPLER_FORM_BUTTON_PUSH &&
		    poppler_form_field_button_get_state(field))
			buf_add_text(b, " yes");
	}
}

void
pdf_add_fields(struct buf *b, PopplerPage *page)
{
	/* Poppler's list begins with the last field. */
	GList *fields =
	    g_list_reverse(poppler_page_get_form_field_mapping(page));

	for (GList *at = fields; at != NULL; at = at->next) {
		PopplerFormField *field =
		    ((PopplerFormFieldMapping *)at->data)->field;
		g_autofree char *shown =
		    poppler_form_field_get_alternate_ui_name(field);
		g_autofree char *name = poppler_form_field_get_name(field);
		autobuf value = BUF(MAX_TEXT_BYTES);

		add_value(&value, field);
		if (value.len > 0)
			buf_printf(b, "%s:%s\n",
			    shown != NULL  ? shown
			    : name != NULL ? name
					   : "field",
			    buf_text(&value));
	}
	poppler_page_free_form_field_mapping(fields);
}

void
pdf_add_remarks(struct buf *b, PopplerPage *page)
{
	GList *remarks = poppler_page_get_annot_mapping(page);

	for (GList *at = remarks; at != NULL; at = at->next) {
		PopplerAnnot *remark = ((PopplerAnnotMapping *)at->data)->annot;
		PopplerAnnotType type = poppler_annot_get_annot_type(remark);
		g_autofree char *text = NULL;

		/* Fields are read as such; a popup repeats its remark. */
		if (type == POPPLER_ANNOT_WIDGET ||
		    type == POPPLER_ANNOT_POPUP || type == POPPLER_ANNOT_LINK)
			continue;
		text = poppler_annot_get_contents(remark);
		if (text != NULL && text[0] != '\0')
			buf_printf(b, "%s\n", text);
	}
	poppler_page_free_annot_mapping(remarks);
}
